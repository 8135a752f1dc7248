import { Button, Checkbox, Fieldset, Group, NativeSelect, Textarea, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { formatPoints, isFrozen, type Period, type TieBreak } from "@parindex/core";
import { CallRefused } from "../data/call.ts";
import { dataOf } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { useSets } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/standing-body.ts";
import styles from "./admin.module.css";
import { ReasonField } from "./ReasonField.tsx";
import { bandsText, readSettings, tieBreakValue, WrongBand } from "./settings-text.ts";

/** How many tie-breaks may follow one another. */
const TIE_BREAKS = 3;

/** The fields of all sets, by id: what a tie-break may look at. */
function useFields(): readonly { id: string; name: string }[] {
  const sets = dataOf(useSets());
  const fields = new Map<string, string>();
  for (const set of sets?.values() ?? [])
    for (const { id, code, name } of set.fields) if (!fields.has(id)) fields.set(id, `${code}. ${name}`);
  return [...fields].map(([id, name]) => ({ id, name }));
}

function SettingsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { settings, groups } = useSession().period;
  const { act, place } = useAct();
  const fields = useFields();
  const choices = [
    { value: "", label: t("tieBreakNone") },
    { value: "appraised", label: t("tieBreakAppraised") },
    { value: "survey", label: t("tieBreakSurvey") },
    ...fields.map(({ id, name }) => ({ value: `field:${id}`, label: t("tieBreakField", { name }) })),
  ];
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("changeSettings")}
      action={t("save")}
      explain={t("settingsExplain")}
      perform={async (form) =>
        act("changeSettings", {
          ...place,
          settings: stated(form, groups),
          reason: String(form.get("reason")),
        })
      }
    >
      <NativeSelect
        name="decimals"
        label={t("decimals")}
        data={["0", "1", "2", "3", "4"]}
        defaultValue={String(settings.decimals)}
      />
      <Checkbox
        name="explanationRound"
        label={t("explanationRound")}
        defaultChecked={settings.explanationRound}
      />
      <Checkbox
        name="surveyHeld"
        label={t("surveyHeld")}
        description={t("surveyHeldExplain")}
        defaultChecked={settings.surveyHeld}
      />
      <Fieldset legend={t("withoutSurvey")}>
        {groups.map(({ id, name }) => (
          <Checkbox
            key={id}
            name={`withoutSurvey.${id}`}
            label={name}
            my={8}
            defaultChecked={settings.withoutSurvey?.includes(id) ?? false}
          />
        ))}
      </Fieldset>
      <TextInput
        name="minimumSample"
        label={t("minimumSample")}
        inputMode="numeric"
        defaultValue={settings.minimumSample ?? ""}
      />
      <Fieldset legend={t("tieBreaksSetting")}>
        {Array.from({ length: TIE_BREAKS }, (_, at) => (
          <NativeSelect
            // biome-ignore lint/suspicious/noArrayIndexKey: a place in the chain is its number
            key={at}
            name="tieBreak"
            mt={4}
            aria-label={`${t("tieBreaksSetting")} ${at + 1}`}
            data={choices}
            defaultValue={tieBreakValue(settings.tieBreaks[at])}
          />
        ))}
      </Fieldset>
      {groups
        .filter(({ ranked }) => ranked)
        .map(({ id, name }) => (
          <Textarea
            key={id}
            name={`bands.${id}`}
            label={t("bandsSetting", { group: name })}
            description={t("bandsHint")}
            autosize
            minRows={2}
            defaultValue={bandsText(settings.bands[id] ?? [])}
          />
        ))}
      <Group grow>
        <TextInput
          name="bonusCap"
          label={t("bonusCap")}
          inputMode="decimal"
          defaultValue={settings.bonusCap ? formatPoints(settings.bonusCap) : ""}
        />
        <TextInput
          name="penaltyCap"
          label={t("penaltyCap")}
          inputMode="decimal"
          defaultValue={settings.penaltyCap ? formatPoints(settings.penaltyCap) : ""}
        />
      </Group>
      <ReasonField />
    </ActDialog>
  );
}

const capText = (cap: number | undefined) => (cap === undefined ? undefined : formatPoints(cap));

/** The settings of the form, or why they can't be read. */
function stated(form: FormData, groups: Period["groups"]) {
  try {
    return readSettings(form, groups);
  } catch (error) {
    if (!(error instanceof WrongBand)) throw error;
    throw new CallRefused(t("bandsWrong", { group: error.group, line: error.line }));
  }
}

/** What else is decided than the first three settings, in words; nothing where it is off. */
function Further({ period: { settings, groups } }: { period: Period }) {
  const fields = useFields();
  const nameOf = (id: string) => groups.find((group) => group.id === id)?.name ?? id;
  const tieBreakName = (tieBreak: TieBreak) =>
    tieBreak.by === "field"
      ? t("tieBreakField", { name: fields.find(({ id }) => id === tieBreak.field)?.name ?? tieBreak.field })
      : t(tieBreak.by === "survey" ? "tieBreakSurvey" : "tieBreakAppraised");
  const rows: [string, string | undefined][] = [
    [t("withoutSurvey"), settings.withoutSurvey?.map(nameOf).join("; ")],
    [t("minimumSample"), settings.minimumSample?.toString()],
    [t("tieBreaksSetting"), settings.tieBreaks.map(tieBreakName).join(" → ")],
    ...Object.entries(settings.bands).map(([group, bands]): [string, string] => [
      t("bandsSetting", { group: nameOf(group) }),
      bandsText(bands).replaceAll("\n", "; "),
    ]),
    [t("bonusCap"), capText(settings.bonusCap)],
    [t("penaltyCap"), capText(settings.penaltyCap)],
  ];
  return rows
    .filter(([, value]) => value)
    .map(([name, value]) => (
      <tr key={name}>
        <th scope="row">{name}</th>
        <td>{value}</td>
      </tr>
    ));
}

const yesNo = (value: boolean) => t(value ? "yes" : "no");

/** What the scheme decided for itself, and the way to change it while nothing is adopted. */
export function Settings() {
  const { period } = useSession();
  const { decimals, explanationRound, surveyHeld } = period.settings;
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <section aria-labelledby="settings">
      <Group mt="xl" gap="md">
        <Title order={2} size="h4" id="settings">
          {t("settings")}
        </Title>
        {!period.adoption && !isFrozen(period.state) && (
          <Button size="compact-sm" variant="default" onClick={open}>
            {t("changeSettings")}
          </Button>
        )}
      </Group>
      <table className={`${styles.table} ${styles.narrow}`} aria-labelledby="settings">
        <tbody>
          <tr>
            <th scope="row">{t("decimals")}</th>
            <td>{decimals}</td>
          </tr>
          <tr>
            <th scope="row">{t("explanationRound")}</th>
            <td>{yesNo(explanationRound)}</td>
          </tr>
          <tr>
            <th scope="row">{t("surveyHeld")}</th>
            <td>{yesNo(surveyHeld)}</td>
          </tr>
          <Further period={period} />
        </tbody>
      </table>
      <SettingsDialog opened={opened} onClose={close} />
    </section>
  );
}
