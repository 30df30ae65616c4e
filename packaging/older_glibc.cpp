// What GCC's libraries ask of the C library that glibc has only since 2.35 and 2.36. With these, linked into the
// portable program, it starts with 2.34 as well (Red Hat 9, Amazon Linux 2023) and with 2.35 (Ubuntu 22.04).

#include <dlfcn.h>
#include <link.h>

#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace {

struct Search
{
  std::uintptr_t address;
  dl_find_object* found;
};

int look_into(dl_phdr_info* object, std::size_t /*size*/, void* data)
{
  auto& search = *static_cast<Search*>(data);
  bool inside = false;
  std::uintptr_t begin = UINTPTR_MAX;
  std::uintptr_t end = 0;
  void* frames = nullptr;
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const auto& part = object->dlpi_phdr[i];
    const std::uintptr_t at = object->dlpi_addr + part.p_vaddr;
    if (part.p_type == PT_LOAD) {
      inside = inside || (search.address >= at && search.address - at < part.p_memsz);
      begin = at < begin ? at : begin;
      end = at + part.p_memsz > end ? at + part.p_memsz : end;
    } else if (part.p_type == PT_GNU_EH_FRAME) {
      frames = reinterpret_cast<void*>(at);
    }
  }
  if (!inside || frames == nullptr) {
    return 0;
  }
  *search.found = {};
  search.found->dlfo_map_start = reinterpret_cast<void*>(begin);
  search.found->dlfo_map_end = reinterpret_cast<void*>(end);
  search.found->dlfo_eh_frame = frames;
  return 1;
}

} // namespace

// The object that an address lies in, for unwinding exceptions: what dlfcn.h of glibc describes, as far as
// unwind-dw2-fde-dip.c of GCC 12 reads it.
extern "C" int _dl_find_object(void* address, dl_find_object* result) noexcept
{
  Search search{reinterpret_cast<std::uintptr_t>(address), result};
  return ::dl_iterate_phdr(look_into, &search) == 1 ? 0 : -1;
}

// A random number from the system, for std::random_device.
extern "C" std::uint32_t arc4random() noexcept
{
  std::uint32_t number = 0;
  if (::getentropy(&number, sizeof number) != 0) {
    std::abort(); // a kernel older than any that glibc runs on
  }
  return number;
}
