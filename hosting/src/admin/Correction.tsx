import { Alert, Button, Group, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { formatInstant, type PreparedCorrection, Publication, paths } from "@parindex/core";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { CallRefused, call } from "../data/call.ts";
import { useDraft } from "../data/drafts.ts";
import { dataOf, useDocument } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { type NamedUnit, useUnits } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { Loading } from "../shell/Notice.tsx";
import { dayText } from "../shell/time.ts";
import { useDialog } from "../shell/useDialog.ts";
import { t } from "../text/correcting.ts";
import styles from "./admin.module.css";
import BeforeOut from "./BeforeOut.tsx";
import { CorrectionChangeRow } from "./CorrectionChangeRow.tsx";
import { DiscardDialog, PublishDialog } from "./CorrectionDialogs.tsx";
import { CorrectionEffect } from "./CorrectionEffect.tsx";
import { newChange, readChange, type TypedChange, typedOf } from "./correction-rows.ts";

/** What the server has prepared: undefined until it has said so, null for nothing. */
function usePrepared(publication: string) {
  const { functions } = useBackend();
  const { place } = useAct();
  const { scheme, period } = place;
  const [prepared, setPrepared] = useState<PreparedCorrection | null>();
  const [refusal, setRefusal] = useState<string | null>(null);
  const ask = useCallback(
    () =>
      call<"readCorrection", PreparedCorrection | null>(functions, "readCorrection", { scheme, period }).then(
        (found) => {
          setPrepared(found);
          setRefusal(null);
        },
        (error: unknown) => setRefusal(error instanceof CallRefused ? error.message : t("unexpected")),
      ),
    [functions, scheme, period],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is prepared belongs to a publication
  useEffect(() => void ask(), [ask, publication]);
  return { prepared, setPrepared, refusal, ask };
}

interface EditorProps {
  publication: string;
  units: readonly NamedUnit[];
  prepared: PreparedCorrection | null;
  onDrafted: (prepared: PreparedCorrection | null) => void;
}

/** The changes of a correction as they are typed; what was typed stays where the server refuses it. */
function Editor({ publication, units, prepared, onDrafted }: EditorProps) {
  const { functions } = useBackend();
  const { place } = useAct();
  const [typed, setTyped] = useDraft<TypedChange[]>(`correction-${publication}`);
  const corrections = prepared?.corrections;
  const stored = useMemo(() => (corrections ? typedOf(corrections) : [newChange()]), [corrections]);
  const rows = typed ?? stored;
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map());
  const [refusal, setRefusal] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const change = (key: string, more: Partial<TypedChange>) => {
    setTyped(rows.map((row) => (row.key === key ? { ...row, ...more } : row)));
    setFaults(new Map([...faults].filter(([at]) => at !== key)));
  };
  const send = async () => {
    const changes = rows.flatMap((row) => readChange(row) ?? []);
    setRefusal(null);
    setFaults(
      new Map(rows.filter((row) => !readChange(row)).map(({ key }) => [key, t("correctionIncomplete")])),
    );
    if (changes.length < rows.length) return;
    setSending(true);
    try {
      const drafted = await call<"draftCorrection", PreparedCorrection | null>(functions, "draftCorrection", {
        ...{ ...place, corrects: publication, changes },
      });
      setTyped(null);
      onDrafted(drafted);
    } catch (error) {
      const refused = error instanceof CallRefused ? error : new CallRefused(t("unexpected"));
      const named = refused.issues.flatMap(({ path, message }) => {
        const row = rows[Number(/^changes\.(\d+)/.exec(path)?.[1] ?? -1)];
        return row ? [[row.key, message] as const] : [];
      });
      setFaults(new Map(named));
      setRefusal(refused.message);
    } finally {
      setSending(false);
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {rows.map((row, at) => (
        <CorrectionChangeRow
          key={row.key}
          change={row}
          number={at + 1}
          {...{ publication, units }}
          fault={faults.get(row.key) ?? null}
          onChange={(more) => change(row.key, more)}
          onRemove={rows.length > 1 ? () => setTyped(rows.filter(({ key }) => key !== row.key)) : null}
        />
      ))}
      {refusal && (
        <Alert color="red" variant="light" role="alert" my="xs">
          {refusal}
        </Alert>
      )}
      {typed && prepared && (
        <Alert color="yellow" variant="light" role="status" my="xs">
          {t("correctionStale")}
        </Alert>
      )}
      <Group gap="xs" mt="xs">
        <Button
          variant="default"
          disabled={rows.length >= 100}
          onClick={() => setTyped([...rows, newChange(rows.at(-1)?.unit)])}
        >
          {t("correctionAdd")}
        </Button>
        <Button type="submit" loading={sending} disabled={prepared !== null && typed === null}>
          {t("correctionDraft")}
        </Button>
        {typed && prepared && (
          <Button variant="default" onClick={() => setTyped(null)}>
            {t("correctionReset")}
          </Button>
        )}
      </Group>
    </form>
  );
}

interface PreparedProps {
  prepared: PreparedCorrection;
  units: readonly NamedUnit[];
  onPublished: () => void;
  onDiscarded: () => void;
}

/** What is prepared, and the ways on from there. */
function Prepared({ prepared, units, onPublished, onDiscarded }: PreparedProps) {
  const dialog = useDialog<"publish" | "discard">();
  const { decision, publishAt } = prepared;
  const isDated = decision !== null && publishAt !== null;
  const props = (act: "publish" | "discard") => ({
    opened: dialog.opened && dialog.subject === act,
    onClose: dialog.close,
  });
  return (
    <section aria-labelledby="prepared">
      <Title order={3} size="h5" id="prepared" mt="lg" tabIndex={-1}>
        {t("correctionPrepared")}
      </Title>
      <CorrectionEffect {...{ prepared, units }} />
      {prepared.development && (
        <Alert color="orange" variant="light" py="xs" my="xs">
          {t("developmentKey")}
        </Alert>
      )}
      {isDated && (
        <Text size="sm" mt="xs" role="status">
          {t("correctionDated", {
            at: formatInstant(new Date(publishAt)),
            ...{ number: decision.number, date: dayText(decision.date) },
          })}
        </Text>
      )}
      <BeforeOut key={prepared.root} of="correction" />
      <Group gap="xs" mt="sm">
        <Button variant={isDated ? "default" : "filled"} onClick={() => dialog.open("publish")}>
          {t(isDated ? "correctionRedate" : "correctionPublish")}
        </Button>
        <Button variant="default" onClick={() => dialog.open("discard")}>
          {t("correctionDiscard")}
        </Button>
      </Group>
      <PublishDialog {...props("publish")} prepared={prepared} onDone={onPublished} />
      <DiscardDialog {...props("discard")} onDone={onDiscarded} />
    </section>
  );
}

/** The correction of the newest publication: what is to change, what follows from it, and its publication. */
function Correcting({ publication, units }: { publication: string; units: readonly NamedUnit[] }) {
  const { prepared, setPrepared, refusal, ask } = usePrepared(publication);
  const [opened, setOpened] = useState(false);
  if (refusal)
    return (
      <Alert color="red" variant="light" role="alert">
        {refusal}
      </Alert>
    );
  if (prepared === undefined) return <Loading />;
  if (!opened && prepared === null)
    return (
      <Button mt="xs" variant="default" onClick={() => setOpened(true)}>
        {t("correctionStart")}
      </Button>
    );
  return (
    <>
      <Editor
        {...{ publication, units, prepared }}
        onDrafted={(drafted) => {
          setPrepared(drafted);
          notifications.show({ message: t("correctionDrafted"), color: "teal" });
          setTimeout(() => document.getElementById("prepared")?.focus());
        }}
      />
      {prepared && (
        <Prepared
          {...{ prepared, units }}
          onPublished={() => void ask()}
          onDiscarded={() => {
            setPrepared(null);
            setOpened(false);
          }}
        />
      )}
    </>
  );
}

/** Corrects a published result by its next version. */
export default function Correction() {
  const { publication } = useSession().period;
  const live = useDocument(publication ? paths.publication(publication) : null, Publication);
  const units = dataOf(useUnits());
  const newest = dataOf(live);
  if (!publication || !newest || !units) return null;
  return (
    <section className={styles.correction} aria-labelledby="correction">
      <Title order={2} size="h4" id="correction">
        {t("correctionTitle")}
      </Title>
      <Text size="sm">{t("correctionExplain")}</Text>
      <Text size="sm" className="soft">
        {t("correctionOf", { n: newest.manifest.version })}
      </Text>
      <Correcting key={publication} {...{ publication, units }} />
    </section>
  );
}
