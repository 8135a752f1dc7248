import { Button, Checkbox, Fieldset, Group, NativeSelect, Text, TextInput } from "@mantine/core";
import { type CriteriaSet, Id, idOfName, nextDates, type RequestOf, Scheme } from "@parindex/core";
import { useState } from "react";
import { z } from "zod";
import { CallRefused } from "../data/call.ts";
import { useSession } from "../data/session.tsx";
import { useSets } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { RollupsShown, tierName } from "../overview/Rollups.tsx";
import { ActDialog } from "../shell/ActDialog.tsx";
import { Shown } from "../shell/Notice.tsx";
import { useDialog } from "../shell/useDialog.ts";
import { t } from "../text/standing-body.ts";
import { DateFields, datesIn } from "./DateFields.tsx";
import { type OneTimeLink, OneTimeLinks } from "./OneTimeLinks.tsx";
import { ReasonField } from "./ReasonField.tsx";

const Made = z.object({ link: z.object({ code: z.string(), expiresAt: z.string() }).nullable() });
const { tier: Tier } = Scheme.shape;

type Typed = Omit<RequestOf<"createScheme">, "scheme" | "period">;

/** The request that a form states. */
function typedIn(form: FormData): Typed {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const named = (name: string) => ({ id: idOfName(text(name)), name: text(name) });
  const sets = form.getAll("sets").map(String);
  if (sets.length === 0) throw new CallRefused(t("noSetChosen"));
  return {
    child: { id: text("id"), name: text("scheme"), owner: text("owner"), tier: Tier.parse(text("tier")) },
    ...{ name: text("name"), year: Number(text("year")), dates: datesIn(form), sets },
    group: { ...named("group"), ranked: true },
    standingBody: named("standingBody"),
    standingBodyOwn: named("standingBodyOwn"),
    admin: { name: text("person"), title: text("title"), email: text("email") },
    reason: text("reason"),
  };
}

interface NewSchemeProps {
  sets: ReadonlyMap<string, CriteriaSet>;
  opened: boolean;
  onClose: () => void;
  onLink: (link: OneTimeLink) => void;
}

function NewSchemeDialog({ sets, opened, onClose, onLink }: NewSchemeProps) {
  const { period } = useSession();
  const { act, place } = useAct();
  const [owner, setOwner] = useState("");
  const [id, setId] = useState<string | null>(null);
  const proposed = idOfName(owner.replace(/^ubnd /i, ""));
  const dates = nextDates(period.dates, new Date());
  const year = period.year + dates.opensAt.getFullYear() - period.dates.opensAt.getFullYear();
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("newScheme")}
      explain={t("newSchemeExplain")}
      perform={async (form) => {
        const typed = typedIn(form);
        const { link } = Made.parse(await act("createScheme", { ...place, ...typed }));
        const { name, email } = typed.admin;
        if (!link) return t("schemeDone", { name: typed.child.name });
        onLink({ name, email, ...link });
        return null;
      }}
    >
      <TextInput
        name="owner"
        label={t("schemeOwner")}
        placeholder="UBND huyện Tam Đường"
        onChange={(event) => setOwner(event.currentTarget.value)}
        required
        maxLength={200}
      />
      <TextInput
        name="scheme"
        label={t("schemeName")}
        defaultValue="Chỉ số cải cách hành chính cấp xã"
        required
        maxLength={200}
      />
      <Group grow align="flex-start">
        <TextInput
          name="id"
          label={t("schemeCode")}
          value={id ?? proposed}
          onChange={(event) => setId(event.currentTarget.value)}
          error={(id ?? proposed) !== "" && !Id.safeParse(id ?? proposed).success}
          required
          pattern="[a-z0-9][a-z0-9\-]{0,62}"
        />
        <NativeSelect
          name="tier"
          label={t("schemeTier")}
          defaultValue="district"
          data={Tier.options.map((tier) => ({ value: tier, label: tierName(tier) }))}
        />
      </Group>
      <TextInput
        name="group"
        label={t("schemeGroup")}
        defaultValue="Xã, phường, thị trấn"
        required
        maxLength={100}
      />
      <TextInput
        name="standingBody"
        label={t("schemeBody")}
        defaultValue="Phòng Nội vụ"
        required
        maxLength={200}
      />
      <TextInput
        name="standingBodyOwn"
        label={t("schemeBodyOwn")}
        defaultValue="Văn phòng HĐND và UBND"
        required
        maxLength={200}
      />
      <Checkbox.Group label={t("schemeSets")}>
        {[...sets.values()].map((set) => (
          <Checkbox key={set.id} mt="xs" name="sets" value={set.id} label={set.name} />
        ))}
      </Checkbox.Group>
      <Fieldset legend={t("schemeAdmin")}>
        <TextInput name="person" label={t("personName")} required maxLength={200} />
        <TextInput name="title" label={t("personTitle")} maxLength={200} />
        <TextInput name="email" type="email" label={t("email")} required />
      </Fieldset>
      <Group grow align="flex-start">
        <TextInput name="year" type="number" label={t("assessedYear")} defaultValue={year} required />
        <TextInput
          name="name"
          label={t("newYearName")}
          defaultValue={period.name.replaceAll(String(period.year), String(year))}
          required
        />
      </Group>
      <DateFields dates={dates} />
      <ReasonField />
    </ActDialog>
  );
}

/** The schemes below this one: how they stand, and the way to another. */
export default function SchemesTab() {
  const sets = useSets();
  const dialog = useDialog<null>();
  const [link, setLink] = useState<OneTimeLink | null>(null);
  return (
    <>
      <Text className="soft" size="sm" maw="70ch" mb="sm">
        {t("schemesLead")}
      </Text>
      <Button size="compact-sm" onClick={() => dialog.open(null)}>
        {t("newScheme")}
      </Button>
      <RollupsShown
        none={
          <Text className="soft" mt="sm">
            {t("noSchemes")}
          </Text>
        }
      />
      <Shown live={sets}>
        {(known) => (
          <NewSchemeDialog sets={known} opened={dialog.opened} onClose={dialog.close} onLink={setLink} />
        )}
      </Shown>
      <OneTimeLinks links={link ? [link] : []} opened={link !== null} onClose={() => setLink(null)} />
    </>
  );
}
