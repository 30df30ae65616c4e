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

// "sim:NAME": the simulator inside the program.
bool is_simulator(std::string_view url);

// What is wrong with the form of the address of a Nexla API: https://HOST[:PORT][/PATH], http only to this machine, or
// sim:NAME. Whether a key may be sent to that host is decided where requests are made.
std::optional<UrlProblem> check_service_url(std::string_view url);

} // namespace flowsync::schema
