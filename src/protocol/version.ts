/** The version of this program, the same as in package.json (a test compares them). */
export const version = '0.1.0';

/** The version of the socket's protocol that this program speaks. */
export const protocolVersion = 1;

/** The oldest version of the socket's protocol that this program still understands. */
export const minProtocolVersion = 1;
