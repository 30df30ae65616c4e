#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flowsync::schema {

struct UrlProblem
{
  std::string message;
  std::string hint;
};

// "sim:NAME" or "sim:NAME?account=WHAT": the simulator inside the program.
struct SimulatorUrl
{
  std::string_view name;
  std::string_view account; // what a new account holds; empty: not said
};

bool is_simulator(std::string_view url);
// The parts of such an address; nothing when it is another one or not well formed.
std::optional<SimulatorUrl> parse_simulator_url(std::string_view url);

// What is wrong with the form of the address of a Nexla API: https://HOST[:PORT][/PATH], http only to this machine, or
// sim:NAME. Whether a key may be sent to that host is decided where requests are made.
std::optional<UrlProblem> check_service_url(std::string_view url);

} // namespace flowsync::schema
