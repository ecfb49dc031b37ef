// Loaded into wrangler before its own code: ends its whole process group once whoever started it is gone, however
// that came to its end. Nobody else could: a process that is killed cleans up nothing.
const parent = process.ppid;
const LOOK_MS = 500;

setInterval(() => {
  if (process.ppid !== parent) process.kill(0, "SIGKILL");
}, LOOK_MS).unref();
