// A thread that sleeps in epoll_wait(2).
//
//   node out/bench/subjects/servers/epoll.js
import { epoll_events, epoll_wait, unwrap } from 'sys-socket';
import { epfd, serve } from './epoll-set.js';

const events = epoll_events(256);
for (;;) serve(events, unwrap(epoll_wait(epfd, events, -1)));
