/** The types of a number, by the front that serves it. */
export const phoneNumber = "pulumi-nodejs:dynamic/phone:PhoneNumber";
export const pluginNumber = "phone:index:PhoneNumber";

/** What serves the numbers of a program: the package's class, by a dynamic provider, or that of its plugin. */
export const fronts = ["dynamic", "plugin"] as const;
export type Front = (typeof fronts)[number];
