import { app } from './app.ts';
import { PreventableEvent } from './event.ts';
import { asElectron, LoudEmitter, takes } from './loud.ts';

let lastCommandId = 0;

type ItemMembers =
  | 'checked'
  | 'click'
  | 'commandId'
  | 'enabled'
  | 'id'
  | 'label'
  | 'submenu'
  | 'type'
  | 'visible';

export class MenuItem implements Pick<Electron.MenuItem, ItemMembers> {
  readonly commandId = ++lastCommandId;
  readonly id: string;
  readonly type: Electron.MenuItem['type'];
  readonly submenu?: Electron.Menu;
  label: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly #click: Electron.MenuItemConstructorOptions['click'];
  readonly #role: Electron.MenuItemConstructorOptions['role'];

  constructor(options: Electron.MenuItemConstructorOptions) {
    const { submenu } = options;
    this.id = options.id ?? '';
    this.type = options.type ?? (submenu ? 'submenu' : 'normal');
    this.label = options.label ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.#click = options.click;
    this.#role = options.role;
    if (submenu) this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : submenu;
  }

  /** What the desktop does when it is chosen. */
  readonly click = (): void => {
    if (!this.enabled || !this.visible) return;
    if (this.type === 'checkbox') this.checked = !this.checked;
    if (this.type === 'radio') this.checked = true;
    if (this.#click) this.#click(asElectron(this), undefined, {});
    else if (this.#role === 'quit') app.quit();
  };
}

let applicationMenu: Electron.Menu | null | undefined;

const menuEvents = {
  'menu-will-close': takes<[event: Electron.Event]>(),
  'menu-will-show': takes<[event: Electron.Event]>(),
};

type Members = 'append' | 'closePopup' | 'getMenuItemById' | 'items' | 'popup';

export class Menu extends LoudEmitter<typeof menuEvents> implements Pick<Electron.Menu, Members> {
  readonly items: Electron.MenuItem[] = [];

  constructor() {
    super(menuEvents);
  }

  static buildFromTemplate(
    template: Array<Electron.MenuItemConstructorOptions | Electron.MenuItem>,
  ): Electron.Menu {
    const menu = new Menu();
    for (const entry of template) {
      const isItem = entry instanceof MenuItem;
      const item = isItem ? entry : new MenuItem(entry as Electron.MenuItemConstructorOptions);
      menu.append(asElectron(item));
    }
    return asElectron(menu);
  }

  /** No window here has a menu bar. */
  static setApplicationMenu(menu: Electron.Menu | null): void {
    applicationMenu = menu;
  }

  /** Electron gives one to every app that sets none; this one is empty. */
  static getApplicationMenu(): Electron.Menu | null {
    return applicationMenu === undefined ? Menu.buildFromTemplate([]) : applicationMenu;
  }

  append(item: Electron.MenuItem): void {
    this.items.push(item);
  }

  getMenuItemById(id: string): Electron.MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }

  popup(): void {
    this.emit('menu-will-show', new PreventableEvent());
  }

  closePopup(): void {
    this.emit('menu-will-close', new PreventableEvent());
  }
}
