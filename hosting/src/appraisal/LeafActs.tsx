import { Button, Group, Text } from "@mantine/core";
import type { LeafNode } from "@parindex/core";
import { useEffect } from "react";
import { SaveMark } from "../sheet/SaveMark.tsx";
import { refusalText, t } from "../text/text.ts";
import { AdjustForm } from "./AdjustForm.tsx";
import { AskForm } from "./AskForm.tsx";
import { recognise } from "./leaf-keys.ts";
import type { AppraisalFile } from "./useAppraisalFile.ts";

/** The form that is open on a leaf. */
export type LeafForm = "adjust" | "ask" | null;

export interface LeafActsProps {
  file: AppraisalFile;
  leaf: LeafNode;
  form: LeafForm;
  onForm: (form: LeafForm) => void;
  /** Reasons already given on this leaf of other units. */
  used?: readonly string[];
}

const NONE: readonly string[] = [];

function OpenForm({ file, leaf, form, onForm, used = NONE }: LeafActsProps) {
  const { points, reason, minutes, ask } = file.judgementOn(leaf.id);
  const close = () => onForm(null);
  const { saves } = file.saves;
  // Whoever saves this leaf while the form is open is not overwritten unasked.
  useEffect(() => {
    saves.begin(leaf.id);
    return () => saves.abandon(leaf.id);
  }, [saves, leaf.id]);
  if (form === "ask")
    return (
      <AskForm
        start={ask}
        onClose={close}
        onAsk={(ask) => {
          file.judge(leaf.id, { ask });
          close();
        }}
      />
    );
  return (
    <AdjustForm
      leaf={leaf}
      start={{ points: points ?? file.claimed.get(leaf.id)?.points ?? null, reason, minutes }}
      withMinutes={file.isCouncil}
      used={used}
      onClose={close}
      onAdjust={(adjusted) => {
        file.judge(leaf.id, { decision: "adjusted", ...adjusted });
        close();
      }}
    />
  );
}

function ActButtons({ file, leaf, onForm }: LeafActsProps) {
  const { decision, ask } = file.judgementOn(leaf.id);
  const claim = file.claimed.get(leaf.id)?.points ?? null;
  return (
    <>
      <Button
        size="compact-sm"
        variant={decision ? "default" : "filled"}
        onClick={() => recognise(file, leaf)}
        disabled={claim === null || file.decisionOn(leaf.id) === "recognised"}
      >
        {t("recognise")}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => onForm("adjust")}>
        {t("adjust")}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => onForm("ask")}>
        {t(ask === "" ? "ask" : "askChange")}
      </Button>
    </>
  );
}

/** What one may do on a leaf: recognise, adjust, ask for an explanation; how the last of it stands with the server. */
export function LeafActs(props: LeafActsProps) {
  const { file, leaf, form } = props;
  const lock = file.lockOn(leaf.id);
  const save = file.saves.current.get(leaf.id)?.save;
  return (
    <>
      {form !== null && !lock && <OpenForm {...props} />}
      <Group gap="xs" mih="1.6rem">
        {form === null && !lock && <ActButtons {...props} />}
        {lock && lock !== file.lock && (
          <Text size="sm" className="soft">
            {refusalText(lock)}
          </Text>
        )}
        <SaveMark
          save={save}
          onKeepMine={() => file.saves.saves.keepMine(leaf.id)}
          onDiscard={() => file.saves.saves.discard(leaf.id)}
        />
      </Group>
    </>
  );
}
