import {
  describeAuditLog,
  describeDeliveryStore,
  describeFiguresStore,
  describeHandoffStore,
  describeHelpdeskCaseStore,
  describeKeyStore,
  describePresenceStore,
  describeSessionStore,
} from '../../contract/index.js';
import { fileFixture, memoryFixture } from './sqlite-fixture.js';

describeAuditLog('sqlite file', fileFixture);
describeKeyStore('sqlite file', fileFixture);
describeSessionStore('sqlite file', fileFixture);
describeFiguresStore('sqlite file', fileFixture);
describeHandoffStore('sqlite file', fileFixture);
describeDeliveryStore('sqlite file', fileFixture);
describeHelpdeskCaseStore('sqlite file', fileFixture);
describePresenceStore('sqlite file', fileFixture);

describeAuditLog('sqlite in memory', memoryFixture, {
  skip: [
    {
      tests: [
        'what was appended survives the end of the process',
        '50 concurrent appends of two connections share no sequence number',
      ],
      reason: 'a database in memory has one connection and ends with it',
    },
  ],
});
describeKeyStore('sqlite in memory', memoryFixture);
describeHandoffStore('sqlite in memory', memoryFixture);
describeDeliveryStore('sqlite in memory', memoryFixture);
describePresenceStore('sqlite in memory', memoryFixture);
