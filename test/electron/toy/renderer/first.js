// Before the rest of the page is there, the preload's API is.
Object.assign(window, {
  atFirst: typeof Reflect.get(window, 'toy'),
  firstNames: Object.getOwnPropertyNames(window),
});
