import type { inKeychain as told } from '../../protocol/settings.ts';

/** What stands in the settings for a key that the keychain keeps: the protocol's own word. */
export const inKeychain: typeof told = '(in-the-keychain)';
