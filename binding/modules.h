// The modules of the binding. Each adds its functions to the native table.
#pragma once

#include "json.h"
#include "table.h"

namespace sys_socket {

void add_socket(Table& native);
void add_transfer(Table& native);
void add_message(Table& native);
void add_batch(Table& native);
void add_option(Table& native);
void add_file(Table& native);
void add_ioctl(Table& native);
void add_splice(Table& native);
void add_ready(Table& native);
void add_signals(Table& native);
void add_netdb(Table& native);
void add_loop(Table& native);
void add_thread(Table& native);
void add_resolver(Table& loop);
void add_guard(Table& loop);

// What the headers say.
void add_constants(json::Object& headers);
void add_layout(json::Object& headers);

}  // namespace sys_socket
