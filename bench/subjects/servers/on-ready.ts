// The same on Node's event loop.
//
//   node out/bench/subjects/servers/on-ready.js
import { unwrap } from 'sys-socket';
import { on_ready } from 'sys-socket/promises';
import { epfd, serve } from './epoll-set.js';

unwrap(on_ready(epfd, serve));
