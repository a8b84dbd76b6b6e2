export { LOGIN_PATH, type LoginOptions, loginRoutes } from './login-routes.js';
export { signedOut } from './signed-out.js';
