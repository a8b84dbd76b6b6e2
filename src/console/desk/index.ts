export { deskPage } from './page.js';
