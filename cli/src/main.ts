import process from "node:process";

// What the functions log in the cloud is no output of a command. Their logger keeps what it finds when it is loaded.
for (const level of ["debug", "info", "log", "warn", "error"] as const) console[level] = () => {};

const { parindex } = await import("./parindex.ts");

const code = await parindex(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`parindex: ${line}\n`),
});
// Connections to Firestore would keep the process for some seconds; output to a pipe is still under way.
process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
