const open = [
  "vendor",
  "sandbox",
  "maxPurchases",
  "settleSeconds",
  "releaseWindowHours",
  "onlyStack",
  "vendorModules",
];

/** Whether a setting of a provider, by its name, can hold no key. */
export function isOpen(name: string): boolean {
  return open.includes(name) || /(BaseUrl|SettleSeconds)$/.test(name);
}

/** Whether what was given for it may be seen even where it is refused: somebody may have put a password into an address. */
export function isShown(name: string): boolean {
  return isOpen(name) && name !== "sandbox" && !name.endsWith("BaseUrl");
}
