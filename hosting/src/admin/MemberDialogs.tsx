import { Checkbox, NativeSelect, Text, TextInput } from "@mantine/core";
import type { Member, Person, Roles } from "@parindex/core";
import { z } from "zod";
import type { Entry } from "../data/live.ts";
import type { NamedUnit } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/standing-body.ts";
import type { OneTimeLink } from "./OneTimeLinks.tsx";
import { ReasonField } from "./ReasonField.tsx";
import { ROLE_KEYS } from "./role-text.ts";

const Link = z.object({ code: z.string(), expiresAt: z.string() });
const Saved = z.object({ link: Link.nullable() });

const text = (form: FormData, name: string) => String(form.get(name) ?? "").trim();

/** The roles that the form states; a seat in the council comes with its composition and stays. */
function rolesOf(form: FormData, unit: string | null, before: Roles | undefined): Roles {
  const nodes = text(form, "nodes")
    .split(/[\s,;]+/)
    .filter(Boolean);
  return {
    ...(form.get("admin") ? { admin: true } : {}),
    ...(before?.council ? { council: true } : {}),
    ...(form.get("appraiser") ? { appraiser: { nodes } } : {}),
    ...(form.get("unitHead") ? { unitHead: unit ?? "" } : {}),
    ...(form.get("unitEditor") ? { unitEditor: unit ?? "" } : {}),
    ...(form.get("viewer") ? { viewer: true } : {}),
    ...(form.get("surveyor") ? { surveyor: true } : {}),
  };
}

function personOf(form: FormData, before: Member | undefined): Person {
  const unit = text(form, "unit") || null;
  return {
    ...{ name: text(form, "name"), title: text(form, "title"), email: text(form, "email"), unit },
    roles: rolesOf(form, unit, before?.roles),
  };
}

const OFFERED = ["unitEditor", "unitHead", "appraiser", "admin", "viewer", "surveyor"] as const;

function RoleFields({ roles }: { roles: Roles }) {
  return (
    <>
      <Checkbox.Group
        label={t("roles")}
        description={t("rolesHint")}
        defaultValue={OFFERED.filter((role) => roles[role])}
      >
        {OFFERED.map((role) => (
          <Checkbox key={role} mt="xs" name={role} value={role} label={t(ROLE_KEYS[role])} />
        ))}
      </Checkbox.Group>
      <TextInput
        name="nodes"
        label={t("appraiserNodes")}
        description={t("appraiserNodesHint")}
        defaultValue={roles.appraiser?.nodes.join(" ") ?? ""}
      />
    </>
  );
}

interface MemberDialogProps {
  /** Whom to change; a new member where undefined. */
  member: Entry<Member> | undefined;
  units: readonly NamedUnit[];
  opened: boolean;
  onClose: () => void;
  onLink: (link: OneTimeLink) => void;
}

/** Adds a member, who gets a one-time link, or changes one. */
export function MemberDialog({ member, units, opened, onClose, onLink }: MemberDialogProps) {
  const { act, place } = useAct();
  const before = member?.data;
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={before ? `${t("editMember")}: ${before.name}` : t("addMember")}
      action={t(before ? "save" : "addMember")}
      explain={t(before ? "editMemberExplain" : "addMemberExplain")}
      perform={async (form) => {
        const person = personOf(form, before);
        const answer = await act("saveMember", { ...place, uid: member?.id ?? null, person });
        const { link } = Saved.parse(answer);
        if (link) onLink({ name: person.name, email: person.email, ...link });
      }}
    >
      <TextInput
        name="name"
        label={t("personName")}
        defaultValue={before?.name ?? ""}
        required
        maxLength={200}
      />
      <TextInput name="title" label={t("personTitle")} defaultValue={before?.title ?? ""} maxLength={200} />
      <TextInput name="email" type="email" label={t("email")} defaultValue={before?.email ?? ""} required />
      <NativeSelect
        name="unit"
        label={t("unitName")}
        defaultValue={before?.unit ?? ""}
        data={[
          { value: "", label: t("noUnit") },
          ...units.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <RoleFields roles={before?.roles ?? {}} />
    </ActDialog>
  );
}

interface OneMemberProps {
  member: Entry<Member>;
  opened: boolean;
  onClose: () => void;
}

/** Locks an account out of the scheme, or lets it in again. */
export function DisableDialog({ member: { id, data }, opened, onClose }: OneMemberProps) {
  const { act, place } = useAct();
  const action = t(data.disabled ? "enableMember" : "disableMember");
  return (
    <ActDialog
      {...{ opened, onClose, action }}
      danger={!data.disabled}
      title={`${action}: ${data.name}`}
      explain={t(data.disabled ? "enableExplain" : "disableExplain")}
      perform={(form) =>
        act("setMemberDisabled", {
          ...{ ...place, uid: id, disabled: !data.disabled },
          reason: text(form, "reason"),
        })
      }
    >
      <ReasonField />
    </ActDialog>
  );
}

/** Gives someone a new one-time link. */
export function LinkDialog({
  member: { id, data },
  opened,
  onClose,
  onLink,
}: OneMemberProps & { onLink: (link: OneTimeLink) => void }) {
  const { act, place } = useAct();
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={`${t("issueLink")}: ${data.name}`}
      action={t("issueLink")}
      explain={t("issueLinkExplain")}
      perform={async () => {
        const link = Link.parse(await act("issueSignInLink", { ...place, uid: id }));
        onLink({ name: data.name, email: data.email, ...link });
      }}
    />
  );
}

const HANDED = ["unitHead", "unitEditor"] as const;
const HandedRole = z.enum(HANDED);

/** Whether someone holds a role of a unit that can be handed over. */
export const canHandOver = ({ roles }: Member): boolean => HANDED.some((role) => roles[role] !== undefined);

/** Moves a head's or editor's role, with the leaves assigned, to a successor. */
export function HandOverDialog({
  member: { id, data },
  members,
  opened,
  onClose,
}: OneMemberProps & { members: readonly Entry<Member>[] }) {
  const { act, place } = useAct();
  const held = HANDED.filter((role) => data.roles[role] !== undefined);
  const unit = data.roles.unitHead ?? data.roles.unitEditor;
  const successors = members.filter(
    (other) =>
      other.id !== id && !other.data.disabled && (other.data.unit === null || other.data.unit === unit),
  );
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={`${t("handOver")}: ${data.name}`}
      action={t("handOver")}
      explain={t("handOverExplain")}
      perform={(form) =>
        act("handOver", {
          ...{ ...place, role: HandedRole.parse(form.get("role")), from: id },
          ...{ to: text(form, "to"), reason: text(form, "reason") },
        })
      }
    >
      <NativeSelect
        name="role"
        label={t("roles")}
        data={held.map((role) => ({ value: role, label: t(ROLE_KEYS[role]) }))}
      />
      {successors.length === 0 ? (
        <Text size="sm">{t("noSuccessor")}</Text>
      ) : (
        <NativeSelect
          name="to"
          label={t("successor")}
          required
          defaultValue=""
          data={[
            { value: "", label: t("chooseOne") },
            ...successors.map((other) => ({
              value: other.id,
              label: [other.data.name, other.data.title].filter(Boolean).join(" – "),
            })),
          ]}
        />
      )}
      <ReasonField />
    </ActDialog>
  );
}
