import { Button, Group, NativeSelect, Text, Textarea, TextInput, Title } from "@mantine/core";
import { Adjustment, belongsTo, formatPoints, parsePoints, paths } from "@parindex/core";
import { useState } from "react";
import { CallRefused } from "../data/call.ts";
import { dataOf, useCollection } from "../data/live.ts";
import { newId } from "../data/new-id.ts";
import { useSession } from "../data/session.tsx";
import { useAct } from "../data/useAct.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { dayText } from "../shell/time.ts";
import { useDialog } from "../shell/useDialog.ts";
import { t } from "../text/text.ts";

/** When they may still be given or taken back. */
const OPEN = ["appraisal", "explanation", "reappraisal", "adoption"];

interface DialogProps {
  unit: string;
  opened: boolean;
  onClose: () => void;
}

const ReasonField = () => <Textarea name="reason" label={t("reason")} required maxLength={2000} autosize />;

function GiveDialog({ unit, opened, onClose }: DialogProps) {
  const { bonusCap, penaltyCap } = useSession().period.settings;
  const { act, place } = useAct();
  // Kept while the dialog stands, so that sending it again gives the points once.
  const [id] = useState(newId);
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("saveAdjustment")}
      explain={t("adjustmentExplain")}
      perform={(form) => {
        const points = parsePoints(String(form.get("points")));
        if (!points) throw new CallRefused(t("badPoints"));
        return act("saveAdjustment", {
          ...{ ...place, unit, adjustment: id, points, reason: String(form.get("reason")) },
          kind: form.get("kind") === "penalty" ? "penalty" : "bonus",
          decision: { number: String(form.get("number")), date: String(form.get("date")) },
        });
      }}
    >
      <Group grow>
        <NativeSelect
          name="kind"
          label={t("adjustmentKind")}
          data={[
            ...(bonusCap === undefined ? [] : [{ value: "bonus", label: t("bonus") }]),
            ...(penaltyCap === undefined ? [] : [{ value: "penalty", label: t("penalty") }]),
          ]}
        />
        <TextInput name="points" label={t("points")} inputMode="decimal" required />
      </Group>
      <Group grow>
        <TextInput name="number" label={t("councilRecord")} required maxLength={60} />
        <TextInput name="date" type="date" label={t("docDate")} required />
      </Group>
      <ReasonField />
    </ActDialog>
  );
}

function RevokeDialog({ unit, adjustment, opened, onClose }: DialogProps & { adjustment: string }) {
  const { act, place } = useAct();
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("revokeAdjustment")}
      explain={t("adjustmentRevokeExplain")}
      danger
      perform={(form) =>
        act("revokeAdjustment", { ...place, unit, adjustment, reason: String(form.get("reason")) })
      }
    >
      <ReasonField />
    </ActDialog>
  );
}

/** A unit's bonus and penalty points, where the scheme has any; the council gives them and takes them back. */
export function Adjustments({ unit }: { unit: string }) {
  const { scheme, periodId, period, member } = useSession();
  const { bonusCap, penaltyCap } = period.settings;
  const live = useCollection(paths.adjustments(scheme, periodId, unit), Adjustment);
  const dialog = useDialog<string | null>();
  const given = dataOf(live)?.toSorted((a, b) => a.data.at.getTime() - b.data.at.getTime()) ?? [];
  if (bonusCap === undefined && penaltyCap === undefined && given.length === 0) return null;
  const may =
    member.roles.council === true &&
    !belongsTo(member, unit) &&
    OPEN.includes(period.state) &&
    !period.adoption;
  return (
    <section aria-labelledby="adjustments">
      <Group gap="md" mt="lg">
        <Title order={3} size="h5" id="adjustments">
          {t("adjustments")}
        </Title>
        {may && (
          <Button size="compact-sm" variant="default" onClick={() => dialog.open(null)}>
            {t("saveAdjustment")}
          </Button>
        )}
      </Group>
      {given.map(({ id, data: { kind, points, reason, decision, revoked } }) => (
        <Text key={id} size="sm" td={revoked ? "line-through" : undefined}>
          {kind === "bonus" ? "+" : "−"}
          {formatPoints(points)}: {reason} ({decision.number}, {dayText(decision.date)})
          {revoked && ` · ${revoked.reason}`}{" "}
          {may && !revoked && (
            <Button size="compact-xs" variant="default" onClick={() => dialog.open(id)}>
              {t("revokeAdjustment")}
            </Button>
          )}
        </Text>
      ))}
      <GiveDialog
        key={String(given.length)}
        unit={unit}
        opened={dialog.opened && dialog.subject === null}
        onClose={dialog.close}
      />
      <RevokeDialog
        unit={unit}
        adjustment={dialog.subject ?? ""}
        opened={dialog.opened && dialog.subject !== null}
        onClose={dialog.close}
      />
    </section>
  );
}
