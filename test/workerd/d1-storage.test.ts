import {
  describeAuditLog,
  describeDeliveryStore,
  describeFiguresStore,
  describeHandoffStore,
  describeHelpdeskCaseStore,
  describeKeyStore,
  describePresenceStore,
  describeSessionStore,
} from '../contract/index.js';
import { d1Fixture } from './d1-fixture.js';

describeAuditLog('d1', d1Fixture);
describeKeyStore('d1', d1Fixture);
describeSessionStore('d1', d1Fixture);
describeFiguresStore('d1', d1Fixture);
describeHandoffStore('d1', d1Fixture);
describeDeliveryStore('d1', d1Fixture);
describeHelpdeskCaseStore('d1', d1Fixture);
describePresenceStore('d1', d1Fixture);
