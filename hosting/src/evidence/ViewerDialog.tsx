import { Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { Evidence } from "@parindex/core";
import { lazy, Suspense, useEffect } from "react";
import { Loading } from "../shell/Notice.tsx";
import { t } from "../text/text.ts";

const EvidenceViewer = lazy(() => import("./EvidenceViewer.tsx"));

/**
 * A piece of evidence beside the page, which makes room for it where the screen is wide enough, so that one reads and
 * judges at once; over the page where it is not. Null shows none. Esc closes.
 */
export function ViewerDialog({
  shown,
  side = "right",
  onClose,
}: {
  shown: { evidence: Evidence; where: string } | null;
  side?: "left" | "right";
  onClose: () => void;
}) {
  const wide = useMediaQuery("(min-width: 75em)");
  const beside = wide && shown ? side : null;
  useEffect(() => {
    if (!beside) return;
    document.documentElement.dataset.beside = beside;
    return () => {
      delete document.documentElement.dataset.beside;
    };
  }, [beside]);
  return (
    <Drawer
      opened={shown !== null}
      onClose={onClose}
      position={wide ? side : "right"}
      size={wide ? "45%" : "100%"}
      withOverlay={!wide}
      lockScroll={!wide}
      trapFocus={!wide}
      title={t("evidenceNeeded")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {shown && (
        <Suspense fallback={<Loading />}>
          <EvidenceViewer {...shown} />
        </Suspense>
      )}
    </Drawer>
  );
}
