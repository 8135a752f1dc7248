import { Loader, NativeSelect, TextInput } from "@mantine/core";
import { type CriteriaSet, readCriteriaFile } from "@parindex/core";
import { useEffect, useState } from "react";
import { z } from "zod";
import { ReasonField } from "../admin/ReasonField.tsx";
import { CallRefused } from "../data/call.ts";
import { useSession } from "../data/session.tsx";
import { useAct } from "../data/useAct.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/standing-body.ts";

/** The criteria sets that come with the software, each a file that is fetched when it is asked for. */
const FILES = import.meta.glob<unknown>("../../../data/lai-chau-2024/pl*.json", { import: "default" });

const WithFields = z.object({ fields: z.array(z.object({ code: z.string() })) });

/** Reads a template, with one department leading all of it. */
function readTemplate(json: unknown, lead: string): CriteriaSet {
  const { fields } = WithFields.parse(json);
  const byField = Object.fromEntries(fields.map(({ code }) => [code, lead]));
  const { set, findings } = readCriteriaFile(json, { byField, byNode: {} });
  if (!set) throw new Error(findings.map(({ node, message }) => `${node}: ${message}`).join("; "));
  return set;
}

/** The templates in the order of their annexes; null until they are there. */
function useTemplates(lead: string, wanted: boolean): readonly CriteriaSet[] | null {
  const [sets, setSets] = useState<readonly CriteriaSet[] | null>(null);
  useEffect(() => {
    if (!wanted) return;
    const files = Object.keys(FILES).sort();
    void Promise.all(files.map((file) => FILES[file]?.())).then((read) =>
      setSets(read.map((json) => readTemplate(json, lead))),
    );
  }, [lead, wanted]);
  return sets;
}

interface TemplateDialogProps {
  taken: ReadonlySet<string>;
  opened: boolean;
  onClose: () => void;
}

/** Brings one of the criteria sets that come with the software into the period. */
export default function TemplateDialog({ taken, opened, onClose }: TemplateDialogProps) {
  const { period } = useSession();
  const { act, place } = useAct();
  const templates = useTemplates(period.standingBody, opened);
  const [chosen, setChosen] = useState<string | null>(null);
  const set = templates?.find(({ id }) => id === chosen) ?? templates?.[0];
  const free = (id: string, n = 2): string =>
    taken.has(id) ? (taken.has(`${id}-v${n}`) ? free(id, n + 1) : `${id}-v${n}`) : id;
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("setTemplate")}
      explain={t("setTemplateExplain")}
      perform={(form) => {
        if (!set) throw new CallRefused(t("noChoice"));
        const { leaves: _, ...draft } = set;
        return act("saveCriteriaSet", {
          ...{ ...place, set: { ...draft, id: String(form.get("id")).trim() }, seen: null },
          reason: String(form.get("reason")),
        });
      }}
    >
      {!templates && <Loader size="sm" aria-label={t("loading")} />}
      {templates && set && (
        <>
          <NativeSelect
            label={t("setName")}
            value={set.id}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={templates.map(({ id, annex, name }) => ({ value: id, label: `${annex}: ${name}` }))}
          />
          <TextInput
            key={set.id}
            name="id"
            label={t("setCode")}
            defaultValue={free(set.id)}
            required
            pattern="[a-z0-9][a-z0-9\-]{0,62}"
          />
        </>
      )}
      <ReasonField />
    </ActDialog>
  );
}
