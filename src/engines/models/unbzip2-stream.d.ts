/** The package brings no types of its own. */
declare module 'unbzip2-stream' {
  /** Makes a stream that takes bzip2 and gives what was in it. */
  export default function unbzip2Stream(): NodeJS.ReadWriteStream;
}
