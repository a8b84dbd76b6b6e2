export { chooseAnswer, type DemoReply, type DemoTurn } from './choose-answer.js';
export { createDemoBot, type DemoBotOptions } from './demo-bot.js';
export { DemoAnswer, DemoScript } from './demo-script.js';
export { loadDemoScript } from './load-demo-script.js';
