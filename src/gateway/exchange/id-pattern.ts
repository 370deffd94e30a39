/** Fixed names: of providers (the prefix in `provider/model`), accounts, clients, groups. */
export const idPattern = /^[a-z0-9][a-z0-9-]{0,39}$/;
