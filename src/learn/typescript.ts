// For `node --import`: lets Node run TypeScript if it does not strip types itself, and resolve this package by its name.
import { register } from 'node:module';

register('./typescript-hooks.js', import.meta.url);
