"""Make Linux accounts for a class, and print a name and a password for each learner.

As root: `python3 deploy/accounts.py 40 > logins.txt`. An account that is there already keeps its password.
"""

import argparse
import os
import pwd
import secrets
import subprocess
import sys

GROUP = "learners"  # jupyterhub_config.py lets this group in
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # without those that look alike on paper


def main() -> None:
    """Make the accounts that are missing."""
    parser = argparse.ArgumentParser(description="Make Linux accounts for a class, and print names and passwords.")
    parser.add_argument("learners", type=int, help="how many there are")
    parser.add_argument("--prefix", default="learner-", help="how their names begin (default: %(default)s)")
    parser.add_argument("--homes", default="/home", help="the folder for their home folders (default: %(default)s)")
    options = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("Only root can make accounts: put `sudo` before the command.")
    subprocess.run(["groupadd", "--force", GROUP], check=True)
    for number in range(1, options.learners + 1):
        name = f"{options.prefix}{number:02}"
        if exists(name):
            print(f"{name} is there already, and stays as it is.", file=sys.stderr)
            continue
        make_account(name, password := "".join(secrets.choice(LETTERS) for _ in range(10)), options.homes)
        print(name, password, flush=True)


def exists(name: str) -> bool:
    """Return whether there is an account of this name."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def make_account(name: str, password: str, homes: str) -> None:
    """Make an account whose home folder nobody else can read."""
    home = ["--create-home", "--base-dir", homes, "--key", "HOME_MODE=0700"]
    subprocess.run(["useradd", *home, "--gid", GROUP, "--shell", "/bin/bash", name], check=True)
    subprocess.run(["chpasswd"], input=f"{name}:{password}\n", text=True, check=True)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"`{error.cmd[0]}` failed, for the reason above: accounts that were printed are made, others are not.")
