import { all } from "@pulumi/pulumi";
import { PhoneNumber } from "pulumi-phone";
import { table } from "./table";

// Names count from 1 within a market: a row may move, and a larger count adds numbers without touching the others.
const numbers = table.flatMap(({ market, count, args }) =>
  Array.from({ length: count }, (_, index) => {
    const name = `${market}-${String(index + 1).padStart(2, "0")}`;
    return { name, number: new PhoneNumber(name, args) };
  }),
);

export const lines = Object.fromEntries(numbers.map(({ name, number }) => [name, number.e164]));

export const monthlyDollars = all(numbers.map(({ number }) => number.monthlyPrice)).apply((prices) =>
  prices.reduce((sum, price) => sum + Number(price?.amount ?? 0), 0).toFixed(2),
);
