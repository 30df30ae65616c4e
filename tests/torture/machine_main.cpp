#include "base/signals.hpp"
#include "cli/run.hpp"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

// flowsync_machine NAME EPOCH SPEED SECONDS WORDS...: flowsync as it runs on another machine, whose clock is wrong by
// so many seconds, and where time runs SPEED times as fast since EPOCH (milliseconds since 1970), so that nobody has to
// wait three minutes for a lock.

namespace {

using namespace flowsync;

class OtherClock final : public Clock
{
public:
  OtherClock(WallTime epoch, int speed, std::chrono::seconds wrong) : m_epoch(epoch), m_speed(speed), m_wrong(wrong) {}

  WallTime now() override { return m_epoch + (std::chrono::system_clock::now() - m_epoch) * m_speed + m_wrong; }
  std::chrono::steady_clock::time_point steady() override
  {
    return std::chrono::steady_clock::time_point(std::chrono::steady_clock::now().time_since_epoch() * m_speed);
  }
  bool sleep(Duration duration, std::stop_token stop) override
  {
    return m_real.sleep(std::chrono::ceil<Duration>(std::chrono::duration<double, std::milli>(duration) / m_speed),
                        stop);
  }

private:
  SystemClock m_real;
  WallTime m_epoch;
  int m_speed;
  std::chrono::seconds m_wrong;
};

} // namespace

int main(int argc, char** argv)
{
  constexpr int k_own_words = 5;
  if (argc < k_own_words) {
    std::cerr << "flowsync_machine NAME EPOCH SPEED SECONDS WORDS...\n";
    return 1;
  }
  OtherClock clock(WallTime(std::chrono::milliseconds(std::atoll(argv[2]))), std::atoi(argv[3]),
                   std::chrono::seconds(std::atoll(argv[4])));
  std::map<std::string, std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    environment.emplace(text.substr(0, text.find('=')), text.substr(text.find('=') + 1));
  }
  const SignalStop signals;
  const usecase::Surroundings surroundings{std::cout,
                                           std::cerr,
                                           [](std::stop_token) -> std::optional<std::string> { return std::nullopt; },
                                           false,
                                           false,
                                           false,
                                           80,
                                           environment,
                                           std::filesystem::current_path(),
                                           signals.token(),
                                           clock,
                                           argv[1]};
  return cli::run({argv + k_own_words, argv + argc}, surroundings);
}
