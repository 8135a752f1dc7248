import { Id } from "@parindex/core";
import { useEffect, useState } from "react";
import { z } from "zod";
import { go, routes, SCHEME_KEY, useAddress } from "../shell/route.ts";
import { useBackend } from "./backend.tsx";
import { call } from "./call.ts";
import { keep, kept, keptAs } from "./storage.ts";

/** The scheme that people without another one work in: named when the site is built (VITE_SCHEME), the demonstration's otherwise. */
const HOME: string = import.meta.env.VITE_SCHEME ?? "lai-chau";

/** A scheme as one chooses it. */
const Choice = z.object({ id: Id, name: z.string(), owner: z.string() });
export type SchemeChoice = z.infer<typeof Choice>;
const Choices = z.object({ schemes: z.array(Choice) });

/** Where the browser keeps the last scheme chosen, and for as long as it is open whom it asked for. */
const CHOSEN = "parindex:scheme";
const keptFor = (uid: string) => `parindex:schemes:${uid}`;

/** The scheme that is shown: the one in the address, the one chosen last, or the site's own. */
export function useSchemeId(): string {
  const asked = useAddress().searchParams.get(SCHEME_KEY) ?? kept(CHOSEN);
  return Id.safeParse(asked).data ?? HOME;
}

/** Goes to another scheme's home page, and to that one whenever this browser comes back. */
export function chooseScheme(id: string): void {
  keep(CHOSEN, id);
  go(`${routes.home}?${SCHEME_KEY}=${id}`, []);
}

/** The schemes that an account may work in, asked for once a session; undefined until they are known. */
export function useMySchemes(uid: string | undefined): readonly SchemeChoice[] | undefined {
  const { functions } = useBackend();
  const [known, setKnown] = useState<{ uid: string; schemes: readonly SchemeChoice[] }>();
  useEffect(() => {
    if (uid === undefined) return;
    const asked = keptAs(keptFor(uid), Choices, "sessionStorage");
    if (asked) {
      setKnown({ uid, schemes: asked.schemes });
      return;
    }
    let left = false;
    const found = call(functions, "mySchemes", {}).then((answer) => Choices.parse(answer));
    found.then(
      ({ schemes }) => {
        if (schemes.length > 0) keep(keptFor(uid), JSON.stringify({ schemes }), "sessionStorage");
        if (!left) setKnown({ uid, schemes });
      },
      () => {
        if (!left) setKnown({ uid, schemes: [] });
      },
    );
    return () => {
      left = true;
    };
  }, [functions, uid]);
  return known?.uid === uid ? known?.schemes : undefined;
}
