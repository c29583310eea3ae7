export { Cancelled, type Context, inlinePool, type Pool, plainContext, type Task } from './context.ts';
