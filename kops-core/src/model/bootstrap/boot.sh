# Larger socket buffers, without which some kernels stall in downloads from far away.
for setting in net.core.rmem_max=16777216 net.core.wmem_max=16777216 \
  'net.ipv4.tcp_rmem=4096 87380 16777216' 'net.ipv4.tcp_wmem=4096 87380 16777216'; do
  sysctl -w "${setting}" || true
done

case "$(uname -m)" in
  x86_64 | amd64) urls="${NODEUP_URL_AMD64}" sha256="${NODEUP_HASH_AMD64}" ;;
  aarch64 | arm64) urls="${NODEUP_URL_ARM64}" sha256="${NODEUP_HASH_ARM64}" ;;
  *)
    echo "there is no nodeup for $(uname -m)" >&2
    exit 1
    ;;
esac

home=/opt/kops
nodeup="${home}/bin/nodeup"
mkdir -p "${home}/bin" "${home}/conf"

intact() {
  echo "${sha256}  ${nodeup}" | sha256sum --check --status
}

download() {
  if command -v curl > /dev/null; then
    curl --fail --silent --show-error --location --connect-timeout 20 --retry 5 --retry-delay 10 -o "${nodeup}" "$1"
  else
    wget --no-verbose --connect-timeout=20 --tries=6 --waitretry=10 -O "${nodeup}" "$1"
  fi
}

until [[ -f "${nodeup}" ]] && intact; do
  for url in ${urls//,/ }; do
    echo "downloading ${url}"
    if download "${url}" && intact; then
      break 2
    fi
    rm -f "${nodeup}"
    echo "${url} cannot be downloaded, or is not the file with the SHA-256 ${sha256}" >&2
  done
  echo "trying again in a minute" >&2
  sleep 60
done
chmod +x "${nodeup}"

# Machines of one image would otherwise share its machine id.
systemd-machine-id-setup || true

