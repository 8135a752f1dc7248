import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { ROOT } from "../emulators.ts";
import { type FunctionRequest, type HttpFunction, serve } from "../load-survey/serve.ts";

/**
 * A process of its own that serves every function of the built bundle, many requests at once as a deployed instance does.
 * It tells its parent where, and to which documents its event functions listen. It is there to be killed.
 */

/** An event function and the documents it listens to. */
export interface Listener {
  name: string;
  eventType: string;
  document: string;
}

/** What an instance says once it serves. */
export interface Ready {
  origin: string;
  listeners: Listener[];
}

type EventFunction = (event: object) => Promise<unknown>;

interface Endpoint {
  eventTrigger?: { eventType: string; eventFilters: unknown; eventFilterPathPatterns: unknown };
}

const bundle: Record<string, (HttpFunction | EventFunction) & { __endpoint?: Endpoint }> = await import(
  pathToFileURL(join(ROOT, "functions", "lib", "index.js")).href
);

const text = (value: unknown): string => String(value ?? "");

const listeners = Object.entries(bundle).flatMap(([name, { __endpoint }]): Listener[] => {
  const { eventTrigger } = __endpoint ?? {};
  if (!eventTrigger) return [];
  const places = {
    ...(eventTrigger.eventFilters as object),
    ...(eventTrigger.eventFilterPathPatterns as object),
  };
  return [
    { name, eventType: eventTrigger.eventType, document: text((places as { document?: string }).document) },
  ];
});

/** The event that an HTTP request carries in its headers and body (CloudEvents, binary mode). */
function eventIn({ headers, rawBody }: FunctionRequest): object {
  const attributes = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith("ce-") ? [[name.slice(3), value] as const] : [],
  );
  return { ...Object.fromEntries(attributes), datacontenttype: headers["content-type"], data: rawBody };
}

/** Answers an event as Eventarc wants it answered: 2xx once it is dealt with, else it comes again. */
const onEvent =
  (listen: EventFunction): HttpFunction =>
  async (request, response) => {
    try {
      await listen(eventIn(request));
      response.status(204).send();
    } catch (error) {
      console.error(request.path, error);
      response.status(500).send();
    }
  };

const isListener = (name: string) => listeners.some((listener) => listener.name === name);

const { origin } = await serve((path) => {
  if (path.startsWith("/s/api/")) return bundle.surveyDoor as HttpFunction;
  const name = path.slice(1);
  const found = bundle[name];
  return found && isListener(name) ? onEvent(found as EventFunction) : (found as HttpFunction | undefined);
});
process.on("disconnect", () => process.exit(0));
const ready: Ready = { origin, listeners };
// Its parent may be gone by now.
process.send?.(ready, undefined, undefined, (error) => {
  if (error) process.exit(0);
});
