import check from '../../checks/email-service.js';
import { checkTable } from '../support/check-table.js';

const service = '/connections/services/emailService';

checkTable(check, [
  { name: 'on', says: ['pass'] },
  { name: 'off', set: { [service]: false }, says: ['fail off'] },
  { name: 'off, direct mail', direct: true, set: { [service]: false }, says: ['fail off'] },
  {
    name: 'off, own SMTP',
    set: { [service]: false, '/transport/mode': 'smtp' },
    says: ['fail off'],
  },
  {
    name: 'Mail House is another service',
    set: { '/connections/services': { emailService: true, mailHouse: false } },
    says: ['pass'],
  },
  {
    name: 'Mail House says nothing about email',
    set: { '/connections/services': { mailHouse: true } },
    says: [`unknown ${service}`],
  },
  { name: 'not given', set: { [service]: undefined }, says: [`unknown ${service}`] },
  { name: 'services empty', set: { '/connections/services': {} }, says: [`unknown ${service}`] },
  { name: 'services not given', set: { '/connections/services': undefined }, says: [`unknown ${service}`] },
  { name: 'Connections not given', set: { '/connections': undefined }, says: [`unknown ${service}`] },
  { name: 'link not given, on', set: { '/connections/linked': undefined }, says: ['pass'] },
  {
    name: 'link not given, off',
    set: { '/connections/linked': undefined, [service]: false },
    says: ['fail off'],
  },
  {
    name: 'not linked',
    set: { '/connections/linked': false },
    says: ['skip blocked-by:connections-account'],
  },
  {
    name: 'not linked and off',
    set: { '/connections/linked': false, [service]: false },
    says: ['skip blocked-by:connections-account'],
  },
  {
    name: 'not linked, service not given',
    set: { '/connections/linked': false, [service]: undefined },
    says: ['skip blocked-by:connections-account'],
  },
]);
