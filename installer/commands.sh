# The long commands of ./dev, which reads this file: windows, windows-test, deb, deb-test, release.
# Each brings what it needs with apt; ./dev test needs none of it but the compiler.

with_packages() {
    packages+=("$@")
    set_up
}

installer_command() {
    local name=$1
    shift
    export PYTHONHASHSEED=0 LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen
    case "$name" in
        windows)
            with_packages "${for_windows[@]}"
            python -m installer.windows build "$@"
            ;;
        windows-test)
            with_packages "${for_windows[@]}" "${for_wine[@]}"
            python -m installer.windows test "$@"
            ;;
        deb)
            with_packages "${for_deb[@]}"
            python -m installer.linux build "$@"
            ;;
        deb-test)
            with_packages "${for_deb[@]}" debootstrap imagemagick
            python -m installer.linux test "$@"
            ;;
        release)
            with_packages "${for_windows[@]}" "${for_deb[@]}" minisign
            python -m installer.release "$@"
            ;;
    esac
}

for_windows=(gcc-mingw-w64-x86-64-win32 nsis osslsigncode ca-certificates)
for_wine=(wine64 wine imagemagick minisign x11-utils)
for_deb=(binutils dpkg-dev patchelf)
