import { Alert, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { type RefObject, useState } from "react";
import { Shown } from "../shell/Notice.tsx";
import { setQuery, useAddress } from "../shell/route.ts";
import { refusalText, t } from "../text/text.ts";
import { FIELD, filterOf } from "./desk-address.ts";
import { FieldLeaves } from "./FieldLeaves.tsx";
import { type JudgedField, judgedFields, passes, standingOf } from "./judged-leaves.ts";
import { KeysHelp } from "./KeysHelp.tsx";
import type { NextStep } from "./NextPart.tsx";
import { RecogniseRest } from "./RecogniseRest.tsx";
import { type AppraisalFile, useAppraisalFile } from "./useAppraisalFile.ts";
import type { JudgedUnit } from "./useJudgedUnits.ts";

const openIn = (file: AppraisalFile, { leaves }: JudgedField) =>
  leaves.filter(({ id }) => file.decisionOn(id) === null).length;

function FieldChoice({
  file,
  fields,
  current,
}: {
  file: AppraisalFile;
  fields: readonly JudgedField[];
  current: JudgedField;
}) {
  return (
    <NativeSelect
      label={t("field")}
      value={current.field.id}
      onChange={(event) => setQuery(FIELD, event.currentTarget.value)}
      data={fields.map((judged) => ({
        value: judged.field.id,
        label: `${judged.field.code}. ${judged.field.name} · ${judged.leaves.length - openIn(file, judged)}/${judged.leaves.length}`,
      }))}
      style={{ flex: "1 1 16rem" }}
    />
  );
}

const nameOf = ({ field: { code, name } }: JudgedField) => `${code}. ${name}`;

/** Where to go on once a field is judged: this unit's next unfinished field, else the next unfinished unit's first. */
function nextStep(
  file: AppraisalFile,
  fields: readonly JudgedField[],
  current: JudgedField,
  nextUnit: JudgedUnit | undefined,
): NextStep | null {
  const at = fields.indexOf(current);
  const others = [...fields.slice(at + 1), ...fields.slice(0, at)];
  const here = others.find((judged) => openIn(file, judged) > 0);
  if (here) return { unit: file.unitId, field: here.field.id, name: nameOf(here) };
  const there = nextUnit?.fields.find(({ leaves }) =>
    leaves.some(({ id }) => passes("open", standingOf(nextUnit.ledger, id))),
  );
  return nextUnit && there
    ? { unit: nextUnit.unit.id, field: there.field.id, name: `${nextUnit.unit.name}, ${nameOf(there)}` }
    : null;
}

interface AppraisedUnitProps {
  judged: JudgedUnit;
  /** The next unit in which something is not judged yet. */
  nextUnit: JudgedUnit | undefined;
  /** Whether the person came here to go on, so that the first leaf takes the focus. */
  arriving: RefObject<boolean>;
}

/** One unit, field by field, to be judged. */
export function AppraisedUnit({ judged: { unit, ledger }, nextUnit, arriving }: AppraisedUnitProps) {
  const file = useAppraisalFile(unit.id, unit);
  const [helping, setHelping] = useState(false);
  const address = useAddress();
  const { member, period } = file.session;
  const filter = filterOf(address);
  return (
    <Shown live={file.live}>
      {({ set }) => {
        const fields = judgedFields(unit.id, unit, set, member, period);
        const chosen = address.searchParams.get(FIELD);
        const current = fields.find(({ field }) => field.id === chosen) ?? fields[0];
        if (!current) return <Text className="soft">{t("nothingYours")}</Text>;
        return (
          <Stack gap="sm">
            <Text size="sm" className="soft">
              {t("judgedToday", { n: file.judgedToday })}
            </Text>
            <Group align="flex-end">
              <FieldChoice {...{ file, fields, current }} />
              {!file.lock && <RecogniseRest file={file} judged={current} />}
            </Group>
            {file.lock && <Alert color="gray">{refusalText(file.lock)}</Alert>}
            {!file.lock && (
              <Group gap="xs" visibleFrom="sm">
                <Text size="sm" className="soft">
                  {t("appraisalKeys")}
                </Text>
                <KeysHelp opened={helping} onShow={setHelping} />
              </Group>
            )}
            <FieldLeaves
              key={`${current.field.id} ${filter} ${ledger !== undefined}`}
              {...{ file, ledger, filter, arriving }}
              field={current.field.id}
              leaves={current.leaves}
              next={nextStep(file, fields, current, nextUnit)}
              onHelp={() => setHelping(true)}
            />
          </Stack>
        );
      }}
    </Shown>
  );
}
