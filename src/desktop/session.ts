/** The desktop that whis runs under, as far as clipboard and shortcut depend on it. */
export type DesktopSession =
  | { readonly kind: 'windows' }
  | { readonly kind: 'macos' }
  | { readonly kind: 'x11'; readonly display: string }
  | {
      readonly kind: 'wayland';
      /** The X display that the compositor offers beside itself (XWayland), or null. */
      readonly display: string | null;
      /** As XDG_CURRENT_DESKTOP has it, for example `sway` or `ubuntu:GNOME`; may be empty. */
      readonly desktop: string;
    }
  | { readonly kind: 'none' };
