#include "usecase/run/context.hpp"

namespace flowsync::usecase {

std::filesystem::path working_directory(const CommandContext& context)
{
  return (context.around.directory / context.global.directory).lexically_normal();
}

} // namespace flowsync::usecase
