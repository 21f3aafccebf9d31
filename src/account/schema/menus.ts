/** Menu paths that several fields share. */
export const CONNECTIONS = 'Settings > Company > Plugins > Connections';
export const NOTIFICATIONS =
  'Settings > Company > Notifications > Event Based Notifications or Trigger Based Notifications';
export const EMAIL_TAB = `${NOTIFICATIONS} > (notification) > Email`;
export const LINKS = 'Users > Customer Manager > (customer) > Links & Access';
export const LOAN_SETTINGS = '(loan) > Loan Settings > Settings';
