#include "base/secret.hpp"

#include <openssl/crypto.h>

namespace flowsync {

Secret::~Secret()
{
  OPENSSL_cleanse(m_value.data(), m_value.size());
}

} // namespace flowsync
