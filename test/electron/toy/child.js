process.stdout.write(`${process.type} ${process.argv.at(-1)}\n`);
process.parentPort.on('message', ({ data }) => {
  process.parentPort.postMessage({ doubled: data.number * 2 });
});
