import { connect } from "node:net";
import process from "node:process";
import { CommandError } from "./terminal.ts";

/** How long (ms) an emulator may take to accept a connection. */
const EMULATOR_ANSWERS = 3_000;

/** The project of `npm start`. */
const EMULATED_PROJECT = "demo-parindex";

/** Fails at once where no emulator listens: the client would go on trying for minutes. */
function requireListener(address: string): Promise<void> {
  const at = address.lastIndexOf(":");
  const [host, port] = [address.slice(0, at), Number(address.slice(at + 1))];
  if (at <= 0 || !(Number.isInteger(port) && port > 0 && port < 65_536))
    throw new CommandError(`FIRESTORE_EMULATOR_HOST is «${address}»; it should be host:port.`);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: host.replace(/^\[|\]$/g, ""), port });
    const fail = (why: string) => {
      socket.destroy();
      reject(
        new CommandError(
          `No emulator answers at ${address} (FIRESTORE_EMULATOR_HOST): ${why}. \`npm start\` runs one.`,
        ),
      );
    };
    socket.setTimeout(EMULATOR_ANSWERS, () => fail("no connection in time"));
    socket.once("error", ({ message }) => fail(message));
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
  });
}

/**
 * Points everything that is imported from now on to the project or emulator, and returns its name. A real project is never
 * taken from the environment: it must be named.
 */
export async function chooseTarget(project: string | undefined): Promise<string> {
  const emulator = process.env.FIRESTORE_EMULATOR_HOST;
  if (!emulator && !project)
    throw new CommandError(
      "No project: name one with --project ID (application default credentials), or set FIRESTORE_EMULATOR_HOST to an emulator's host:port.",
    );
  if (emulator) await requireListener(emulator);
  const chosen = project ?? process.env.GCLOUD_PROJECT ?? EMULATED_PROJECT;
  process.env.GCLOUD_PROJECT = chosen;
  process.env.GOOGLE_CLOUD_PROJECT = chosen;
  delete process.env.FIREBASE_CONFIG;
  return emulator ? `Emulator at ${emulator}, project ${chosen}` : `Project ${chosen}`;
}
