// Lets Node run TypeScript where it does not strip types itself, and find this package under its name: `node --import` takes it.
import { register } from 'node:module';

register('./typescript-hooks.js', import.meta.url);
