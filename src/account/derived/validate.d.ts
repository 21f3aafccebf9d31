/** Whether a value has the shape of an account; its customers are not looked at. Made from `schema.ts` by the build. */
export declare function isAccount(value: unknown): boolean;
/** Whether a value has the shape of one customer. Made from `schema.ts` by the build. */
export declare function isCustomer(value: unknown): boolean;
