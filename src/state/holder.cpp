#include "state/holder.hpp"

#include "base/digest.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "base/withheld.hpp"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <vector>

#include <pwd.h>
#include <unistd.h>

namespace flowsync::state {

namespace {

std::string host_name()
{
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : "unknown host";
}

std::string user_name()
{
  std::vector<char> buffer(16384);
  struct passwd entry
  {
  };
  struct passwd* found = nullptr;
  if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
    return found->pw_name;
  }
  return fmt::format("user {}", ::getuid());
}

std::string content_of(const std::string& file)
{
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string link_of(const std::string& file)
{
  std::array<char, 128> target{};
  const auto length = ::readlink(file.c_str(), target.data(), target.size());
  return length > 0 ? std::string(target.data(), static_cast<std::size_t>(length)) : std::string();
}

// When the kernel started it, in clock ticks since the boot; "" unknown. The 22nd field; the second, the program's
// name, may hold blanks and brackets.
std::string start_of_process(std::int64_t pid)
{
  const auto stat = content_of(fmt::format("/proc/{}/stat", pid));
  const auto name_end = stat.rfind(") ");
  if (name_end == std::string::npos) {
    return {};
  }
  constexpr std::size_t k_field = 19; // counted from the third
  const auto fields = split(std::string_view(stat).substr(name_end + 2), ' ');
  return fields.size() > k_field ? std::string(fields[k_field]) : std::string();
}

} // namespace

// Process numbers mean the same only within one boot and one name space.
std::string this_machine()
{
  const auto boot = std::string(trim(content_of("/proc/sys/kernel/random/boot_id")));
  const auto space = link_of("/proc/self/ns/pid");
  return boot.empty() || space.empty() ? "" : boot + " " + space;
}

Holder this_process(std::string what, std::string who, std::string link, WallTime now)
{
  constexpr std::size_t k_id_bytes = 8;
  Holder holder;
  holder.id = random_hex(k_id_bytes);
  holder.what = std::move(what);
  holder.pid = ::getpid();
  holder.user = user_name();
  holder.host = host_name();
  holder.who = who.empty() ? holder.user : std::move(who);
  holder.link = std::move(link);
  holder.machine = this_machine();
  holder.process_started = start_of_process(holder.pid);
  holder.started_at = format_timestamp(now);
  return holder;
}

Alive is_alive(const Holder& holder, const std::string& machine)
{
  if (holder.pid <= 0 || machine.empty() || holder.machine != machine) {
    return Alive::unknown;
  }
  if (::kill(static_cast<pid_t>(holder.pid), 0) != 0 && errno != EPERM) {
    return Alive::no;
  }
  const auto started = start_of_process(holder.pid);
  return holder.process_started.empty() || started.empty() || started == holder.process_started ? Alive::yes
                                                                                                : Alive::no;
}

std::string words_for(const Holder& holder)
{
  if (holder.pid == 0 && holder.who.empty()) {
    return "another process";
  }
  auto text = printable(holder.who.empty() ? holder.user : holder.who);
  if (!holder.host.empty()) {
    text += fmt::format(" on {}", printable(holder.host));
  }
  std::vector<std::string> more;
  if (!holder.what.empty()) {
    more.push_back(printable(holder.what));
  }
  if (holder.pid != 0) {
    more.push_back(fmt::format("process {}", holder.pid));
  }
  if (!holder.started_at.empty()) {
    more.push_back(fmt::format("since {}", printable(holder.started_at)));
  }
  if (!holder.link.empty()) {
    more.push_back(printable(holder.link));
  }
  return more.empty() ? text : fmt::format("{} ({})", text, fmt::join(more, ", "));
}

std::string holder_text(const Holder& holder)
{
  nlohmann::json json{{"id", holder.id},
                      {"what", holder.what},
                      {"who", withheld().conceal(holder.who)},
                      {"pid", holder.pid},
                      {"user", holder.user},
                      {"host", holder.host},
                      {"machine", holder.machine},
                      {"process_started", holder.process_started},
                      {"started_at", holder.started_at}};
  if (!holder.link.empty()) {
    json["link"] = withheld().conceal(holder.link);
  }
  if (!holder.renewed_at.empty()) {
    json["renewed_at"] = holder.renewed_at;
  }
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::optional<Holder> parse_holder(std::string_view text)
{
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) {
    return std::nullopt;
  }
  const auto text_at = [&](const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  Holder holder;
  const auto pid = json.find("pid");
  holder.pid = pid != json.end() && pid->is_number_integer() ? pid->get<std::int64_t>() : 0;
  holder.id = text_at("id");
  holder.what = text_at("what");
  holder.who = text_at("who");
  holder.link = text_at("link");
  holder.user = text_at("user");
  holder.host = text_at("host");
  holder.machine = text_at("machine");
  holder.process_started = text_at("process_started");
  holder.started_at = text_at("started_at");
  holder.renewed_at = text_at("renewed_at");
  return holder;
}

} // namespace flowsync::state
