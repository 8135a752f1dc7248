import { Alert, createTheme, Drawer, type MantineColorsTuple, Modal } from "@mantine/core";
import { t } from "./text/text.ts";

/** The one accent: the deep blue of the public pages. */
const accent: MantineColorsTuple = [
  "#eef6fa",
  "#dcebf2",
  "#b6d6e4",
  "#8cc0d6",
  "#64a9c6",
  "#3f8eb0",
  "#1a6485",
  "#0b4f6c",
  "#084159",
  "#053345",
];

/** Mantine's dark greys in the hue of the dark ground, so that bars, boxes and page belong together. */
const dark: MantineColorsTuple = [
  "#d3dade",
  "#bcc6cc",
  "#8b98a1",
  "#6b7882",
  "#3a4750",
  "#2f3a42",
  "#222c33",
  "#161e24",
  "#11181d",
  "#0c1216",
];

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, dark },
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontSizes: { xs: "0.8rem", sm: "0.9rem", md: "0.95rem", lg: "1.05rem", xl: "1.2rem" },
  defaultRadius: "sm",
  autoContrast: true,
  respectReducedMotion: true,
  headings: { fontWeight: "650" },
  components: {
    Alert: Alert.extend({ styles: { title: { color: "var(--mantine-color-text)" } } }),
    // Asked anew at each drawing: the language may have been switched.
    Notification: { defaultProps: () => ({ closeButtonProps: { "aria-label": t("close") } }) },
    PasswordInput: {
      defaultProps: () => ({ visibilityToggleButtonProps: { "aria-label": t("showPassword") } }),
    },
    // A dialog's header element would count as a second banner of the page.
    Modal: Modal.extend({ defaultProps: { attributes: { header: { role: "none" } } } }),
    Drawer: Drawer.extend({ defaultProps: { attributes: { header: { role: "none" } } } }),
  },
});
