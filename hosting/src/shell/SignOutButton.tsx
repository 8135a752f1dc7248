import { ActionIcon, Button } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import { signOut } from "firebase/auth";
import { useBackend } from "../data/backend.tsx";
import { t } from "../text/text.ts";

/** Signs out; `short` on narrow screens by a sign alone. */
export function SignOutButton({ short = false }: { short?: boolean }) {
  const { auth } = useBackend();
  const leave = () => signOut(auth);
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={leave} {...(short ? { visibleFrom: "sm" } : {})}>
        {t("signOut")}
      </Button>
      {short && (
        <ActionIcon variant="subtle" aria-label={t("signOut")} onClick={leave} hiddenFrom="sm">
          <IconLogout size={18} />
        </ActionIcon>
      )}
    </>
  );
}
