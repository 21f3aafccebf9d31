/** An account with so many customers (one to three loans each) and so many event notifications. */
export function generateAccount(sizes: { customers: number; notifications?: number; seed?: number }): object;
/** Writes so many customers, one JSON object a line. */
export function writePortfolio(file: string, customers: number, seed?: number): void;
/** The account of that portfolio: one notification with two restrictions. */
export function portfolioAccount(): object;
