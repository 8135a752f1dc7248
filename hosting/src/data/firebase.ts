import { REGION } from "@parindex/core";
import { type FirebaseOptions, initializeApp } from "firebase/app";
import { type Auth, connectAuthEmulator, indexedDBLocalPersistence, initializeAuth } from "firebase/auth";
import { connectFirestoreEmulator, type Firestore, getFirestore } from "firebase/firestore";
import { connectFunctionsEmulator, type Functions, getFunctions } from "firebase/functions";
import { z } from "zod";

/** The connection to the project that serves this page. */
export interface Backend {
  auth: Auth;
  db: Firestore;
  functions: Functions;
}

/** The site key of reCAPTCHA Enterprise by which App Check knows this page, told when the site is built; "" where none is used. */
const APP_CHECK_SITE_KEY: string = import.meta.env.VITE_APP_CHECK_SITE_KEY;

const Address = z.object({ host: z.string(), port: z.number() });
const Emulators = z.object({ auth: Address, firestore: Address, functions: Address });

async function ask(path: string): Promise<Response> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

const LOCAL_HOSTS = ["localhost", "127.0.0.1"];

/** Where the emulators listen, as Hosting's emulator says in the script it has for this; null when deployed. */
async function findEmulators(): Promise<z.infer<typeof Emulators> | null> {
  if (!LOCAL_HOSTS.includes(location.hostname)) return null;
  const script = await (await ask("/__/firebase/init.js?useEmulator=true")).text();
  const stated = /firebaseEmulators = (\{.*?\n\});?/s.exec(script)?.[1];
  return stated ? Emulators.parse(JSON.parse(stated)) : null;
}

/** Connects to the project that serves this page; to the emulators where Hosting's emulator serves it. */
export async function connect(): Promise<Backend> {
  const options: FirebaseOptions = await (await ask("/__/firebase/init.json")).json();
  const emulators = await findEmulators();
  const app = initializeApp(options);
  if (APP_CHECK_SITE_KEY !== "" && !emulators) {
    const { initializeAppCheck, ReCaptchaEnterpriseProvider } = await import("firebase/app-check");
    const provider = new ReCaptchaEnterpriseProvider(APP_CHECK_SITE_KEY);
    initializeAppCheck(app, { provider, isTokenAutoRefreshEnabled: true });
  }
  // From here to the end without a wait: Auth looks a remembered account up as soon as it can.
  // Only what sign-in by e-mail needs: `getAuth` would bring pop-ups, redirects and telephones along.
  const signIn = initializeAuth(app, { persistence: indexedDBLocalPersistence });
  const backend = { auth: signIn, db: getFirestore(app), functions: getFunctions(app, REGION) };
  if (!emulators) return backend;
  const { auth, firestore, functions } = emulators;
  connectAuthEmulator(backend.auth, `http://${auth.host}:${auth.port}`, { disableWarnings: true });
  connectFirestoreEmulator(backend.db, firestore.host, firestore.port);
  connectFunctionsEmulator(backend.functions, functions.host, functions.port);
  return backend;
}
