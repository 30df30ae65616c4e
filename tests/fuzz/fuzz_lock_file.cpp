// Who holds a lock: the lock file, what a run left in a shared state, and what a server answers that refuses a lock.

#include "fuzz/harmless.hpp"
#include "fuzz/property.hpp"
#include "state/holder.hpp"
#include "state/lock_info.hpp"

using namespace flowsync;
using namespace flowsync::state;
using fuzz::must_hold;

namespace {

void check(const Holder& holder)
{
  must_hold(fuzz::is_harmless(words_for(holder)), "who holds a lock is told in harmless words");
  must_hold(!words_for(holder).empty(), "who holds a lock is told");
  must_hold(parse_holder(holder_text(holder)) == holder, "a holder survives being written");
  must_hold(is_alive(holder, "another machine") != Alive::no || holder.machine == "another machine",
            "nothing is known of processes elsewhere");
  static_cast<void>(is_alive(holder));
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const auto text = fuzz::text_of(data, size);
  if (const auto holder = parse_holder(text)) {
    check(*holder);
    const auto told = parse_lock_info(new_lock_info(*holder).body);
    must_hold(told.has_value(), "a lock of ours is understood when a server shows it");
    must_hold(holder->id.empty() || told->held.holder == *holder, "a server shows who holds a lock of ours");
  }
  if (const auto info = parse_lock_info(text)) {
    must_hold(!info->held.token.empty() && info->body == text, "a lock is given back as it was told");
    check(info->held.holder);
  }
  return 0;
}
