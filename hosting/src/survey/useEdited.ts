import { useEffect, useState } from "react";
import { CallRefused } from "../data/call.ts";
import { useDraft } from "../data/drafts.ts";
import { t } from "../text/survey-desk.ts";

/** What was typed, over which version; `sent` once it was saved as that version and has not come back yet. */
interface Typed<Draft> {
  rev: number;
  draft: Draft;
  sent: boolean;
}

interface EditedProps<Draft> {
  /** Where the draft is kept; the part that uses it must be keyed by it and the period. */
  name: string;
  /** What is stored, with its version; 0 where nothing is yet. */
  stored: { rev: number; draft: Draft };
  /** Saves the draft as a version. Throws `CallRefused`. */
  send: (rev: number, draft: Draft) => Promise<unknown>;
}

/** How what is edited stands to what is stored. */
export interface Saving {
  dirty: boolean;
  saving: boolean;
  refusal: string | null;
  /** The version that somebody else saved since, or null. */
  newer: number | null;
  save: () => Promise<void>;
  /** Gives up what was typed. */
  drop: () => void;
  /** Keeps what was typed over the newer version. */
  keepMine: () => void;
}

/** Something that is edited as a whole and saved by a button, over what others may save meanwhile. */
interface Edited<Draft> extends Saving {
  draft: Draft;
  change: (draft: Draft) => void;
}

/** Keeps a draft over the stored version until it is saved. */
export function useEdited<Draft>({ name, stored, send }: EditedProps<Draft>): Edited<Draft> {
  const [typed, setTyped] = useDraft<Typed<Draft>>(name);
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const rev = typed?.rev ?? stored.rev;
  const draft = typed?.draft ?? stored.draft;
  const settled = typed?.sent === true && stored.rev >= typed.rev;
  useEffect(() => {
    if (settled) setTyped(null);
  }, [settled, setTyped]);
  const save = async () => {
    setSaving(true);
    setRefusal(null);
    try {
      await send(rev + 1, draft);
      // What was typed while it was under way is a change of the version that it made.
      setTyped((now) => ({ rev: rev + 1, draft: now?.draft ?? draft, sent: now === null || now === typed }));
    } catch (error) {
      setRefusal(error instanceof CallRefused ? error.message : t("unexpected"));
    } finally {
      setSaving(false);
    }
  };
  const dirty = typed !== null && !typed.sent;
  return {
    ...{ draft, dirty, saving, refusal, save },
    newer: dirty && !saving && stored.rev > rev ? stored.rev : null,
    change: (next) => setTyped({ rev, draft: next, sent: false }),
    drop: () => {
      setRefusal(null);
      setTyped(null);
    },
    keepMine: () => setTyped({ rev: stored.rev, draft, sent: false }),
  };
}
