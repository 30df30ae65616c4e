#include "cli/side_by_side.hpp"

#include "base/parallel.hpp"
#include "cli/stream_console.hpp"

#include <memory>
#include <sstream>

namespace flowsync::cli {

namespace {

// The program around one environment of several: it speaks into memory, in the colours of the real streams.
class Aside
{
public:
  explicit Aside(const usecase::CommandContext& context)
      : m_global(asked_nothing(context)),
        m_around(in_memory(context.around)),
        m_console(m_global, m_around),
        m_context{m_global, m_around, m_console, context.revision, context.traffic}
  {
  }

  usecase::CommandContext& context() { return m_context; }
  std::string said() const { return m_said.str(); }

private:
  static GlobalOptions asked_nothing(const usecase::CommandContext& context)
  {
    auto global = context.global;
    global.no_input = true;
    global.color = context.console.err_paint().on() ? view::ColorMode::always : view::ColorMode::never;
    return global;
  }

  usecase::Surroundings in_memory(const usecase::Surroundings& real)
  {
    return {.out = m_said,
            .err = m_said,
            .read_line = {},
            .out_is_terminal = real.out_is_terminal,
            .columns = real.columns,
            .environment = real.environment,
            .directory = real.directory,
            .stop = real.stop,
            .clock = real.clock,
            .machine = real.machine};
  }

  std::ostringstream m_said;
  GlobalOptions m_global;
  usecase::Surroundings m_around;
  StreamConsole m_console;
  usecase::CommandContext m_context;
};

} // namespace

void side_by_side(const std::vector<std::string>& names, usecase::CommandContext& context,
                  const std::function<void(std::size_t, usecase::CommandContext&)>& work)
{
  std::vector<std::unique_ptr<Aside>> others; // of all but the first
  for (std::size_t i = 1; i < names.size(); ++i) {
    others.push_back(std::make_unique<Aside>(context));
  }
  call_each(names.size(), 4, [&](std::size_t i) { work(i, i == 0 ? context : others[i - 1]->context()); });
  for (const auto& other : others) {
    context.around.err << other->said() << std::flush;
  }
}

} // namespace flowsync::cli
